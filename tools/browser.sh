#!/bin/sh
# The browser and the Chinese font that the journeys need: installed when root, else named.
set -eu
packages=""
browser=""
for name in ${BROWSER_PATH:-} chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && browser=$name && break
done
[ -n "$browser" ] || packages="chromium"
if ! command -v fc-list >/dev/null 2>&1 || [ -z "$(fc-list :lang=zh family 2>/dev/null)" ]; then
    packages="$packages fontconfig fonts-wqy-microhei"
fi
# Playwright's own driver is linked against it; a bare Debian lacks it.
if ! /sbin/ldconfig -p 2>/dev/null | grep -q libatomic.so.1; then
    packages="$packages libatomic1"
fi
packages=${packages# }
[ -n "$packages" ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "浏览器测试还缺：$packages。请先以 root 执行：" >&2
    echo "    apt-get update && apt-get install -y --no-install-recommends $packages" >&2
    echo "然后再运行 make test；不需要浏览器的部分可用 make check。" >&2
    exit 2
fi
echo "正在安装浏览器测试所需的：$packages ……"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086 # several packages, one word each
apt-get install -y -qq --no-install-recommends $packages >/dev/null
