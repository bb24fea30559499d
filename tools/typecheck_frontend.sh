#!/bin/sh
# tsc over our custom elements, where a Node with the pinned packages is at hand.
set -eu
if [ ! -f frontend/tsconfig.json ]; then
    echo "tsc 略过：没有 frontend/tsconfig.json。"
elif ! command -v node >/dev/null 2>&1; then
    echo "tsc 略过：本机没有 node（运行本项目不需要它）。"
elif [ ! -x frontend/node_modules/.bin/tsc ]; then
    echo "tsc 略过：请先在 frontend/ 执行 npm ci。"
else
    frontend/node_modules/.bin/tsc --noEmit -p frontend
fi
