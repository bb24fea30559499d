"""Where administrators and support staff start."""

from tuoyu.core.menu import KEEPING, WORK, entry
from tuoyu.org import permissions

entry(WORK, "机构账号", "org:entrances", "user-plus", permissions.OPEN_ENTRANCE, 60)
entry(KEEPING, "人员与岗位", "org:people", "users", permissions.READ_PEOPLE, 10)
entry(KEEPING, "区划与单位", "org:places", "map-pin", permissions.KEEP_REGIONS, 20)
entry(KEEPING, "留痕", "org:trail", "history", permissions.READ_TRAIL, 30)
entry(KEEPING, "封存", "org:seals", "lock", permissions.READ_TRAIL, 40)
entry(KEEPING, "代为操作", "org:support", "heart-handshake", permissions.ACT_AS, 50)
