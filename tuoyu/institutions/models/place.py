"""The place: a site with what was measured there, and its rooms."""

from django.db import models
from django.db.models import Q

from tuoyu.core.fields import count, metres, square_metres, yes_no
from tuoyu.institutions.models.classes import NurseryClass
from tuoyu.institutions.models.institution import Institution
from tuoyu.org.models import Dated, DatedQuerySet, Region


class Site(Dated):
    """A place where an institution cares for children (场地)."""

    class Tenure(models.TextChoices):
        OWNED = "owned", "自有"
        LEASED = "leased", "租赁"
        LENT = "lent", "无偿使用"

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="sites", verbose_name="机构"
    )
    # A site keeps its identity through its dated rows: its rooms name the first row.
    origin = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="最初的行",
        db_index=False,
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="所在地")
    address = models.CharField("地址", max_length=200)
    longitude = models.DecimalField(
        "经度", max_digits=9, decimal_places=6, null=True, blank=True
    )
    latitude = models.DecimalField(
        "纬度", max_digits=9, decimal_places=6, null=True, blank=True
    )
    tenure = models.CharField("场地性质", max_length=8, choices=Tenure, blank=True)
    lease_starts_on = models.DateField("租期起", null=True, blank=True)
    lease_ends_on = models.DateField("租期止", null=True, blank=True)
    building_area_m2 = square_metres("建筑面积")
    indoor_area_m2 = square_metres("室内使用面积")
    outdoor_area_m2 = square_metres("户外活动场地面积")
    child_rooms_m2 = square_metres("儿童用房总面积")
    outdoor_shared = yes_no("户外场地与他人共用")
    outdoor_fenced = yes_no("户外场地有防护")
    old_district = yes_no("位于老城区密集地段")
    lowest_floor = models.SmallIntegerField("最低所在楼层", null=True, blank=True)
    highest_floor = models.SmallIntegerField("最高所在楼层", null=True, blank=True)
    building_year = models.PositiveSmallIntegerField("建成年份", null=True, blank=True)
    structure_report = yes_no("有房屋结构安全报告")
    away_from_hazards = yes_no("远离污染和危险源")
    quake_resistant = yes_no("符合抗震要求")
    independent_building = yes_no("独立建筑")
    own_exit = yes_no("有独立出入口")
    own_stairs = yes_no("有独立疏散楼梯")
    fall_protection = yes_no("出入口有防坠物措施")
    in_high_rise = yes_no("设在高层建筑内")
    fire_rating = models.PositiveSmallIntegerField(
        "耐火等级（1 至 4 级）", null=True, blank=True
    )
    with_kindergarten = yes_no("与幼儿园合建")
    kindergarten_separate = yes_no("与幼儿园分区并有独立安全出口")
    living_space = yes_no("有婴幼儿生活用房")
    sunlight_hours = models.DecimalField(
        "冬至日底层满窗日照（小时）", max_digits=4, decimal_places=1, null=True, blank=True
    )
    railing_height_m = metres("栏杆净高")
    railing_gap_m = metres("栏杆杆件净距")
    railing_anti_climb = yes_no("栏杆防攀登")
    stair_well_m = metres("楼梯井净宽")
    stair_anti_slide = yes_no("楼梯井有防攀滑措施")
    stair_gap_m = metres("楼梯栏杆净距")
    handrail_height_m = metres("幼儿扶手高度")
    corridor_width_m = metres("走廊净宽")
    corridor_two_sided = yes_no("走廊两侧布房")
    socket_height_m = metres("电源插座高度")
    safety_sockets = yes_no("采用安全型插座")
    exit_distance_m = metres("房门至安全出口距离（两个出口之间）")
    dead_end_m = metres("袋形走道房门至安全出口距离")
    sandwich_panels = yes_no("使用彩钢板建筑")
    three_in_one = yes_no("设在三合一场所")
    flammables = yes_no("存放易燃易爆物品")
    sprinklers = yes_no("设自动喷水灭火")
    automatic_alarm = yes_no("设火灾自动报警")
    smoke_alarms = yes_no("装联网独立烟感")
    extinguisher_points = count("灭火器配置点数")
    extinguishers = count("灭火器具数")
    gas_kitchen = yes_no("厨房使用燃气")
    gas_detector = yes_no("装可燃气体探测器")
    gas_shutoff = yes_no("装紧急切断装置")
    electric_bikes_inside = yes_no("室内停放或充电电动车")
    fire_review = yes_no("已办消防设计审查验收或备案")
    air_tested_on = models.DateField("室内空气检测日期", null=True, blank=True)
    air_test_passed = yes_no("室内空气检测合格")
    fittings_checked = yes_no("设施设备定期检查")
    safety_facilities = yes_no("配有安全防护设施")

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "场地"
        ordering = ["institution", "-starts_on"]
        # Only later rows name their first one, so only they are in the index.
        indexes = [
            models.Index(
                fields=["origin"], name="site_origin", condition=Q(origin__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def line(self) -> int:
        """The number that stays the same through every dated row of this site."""
        return self.origin_id or self.pk


class Room(Dated):
    """A room or zone of a site (用房)."""

    class Purpose(models.TextChoices):
        LIVING = "living", "活动睡眠合用"
        SLEEP = "sleep", "睡眠区"
        ACTIVITY = "activity", "活动区"
        DINING = "dining", "配餐区"
        CLEANING = "cleaning", "清洁区"
        TOILET = "toilet", "卫生间"
        WASHING = "washing", "盥洗"
        CLOAKROOM = "cloakroom", "衣帽间"
        STORAGE = "storage", "储藏区"
        FEEDING = "feeding", "喂奶室"
        OBSERVATION = "observation", "保健观察室"
        KITCHEN = "kitchen", "厨房"
        OFFICE = "office", "办公"

    site = models.ForeignKey(Site, models.PROTECT, related_name="rooms", verbose_name="场地")
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", verbose_name="机构"
    )
    nursery_class = models.ForeignKey(
        NurseryClass,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rooms",
        verbose_name="班级",
    )
    name = models.CharField("名称", max_length=40)
    purpose = models.CharField("用途", max_length=12, choices=Purpose)
    floor = models.SmallIntegerField("楼层", null=True, blank=True)
    area_m2 = square_metres("使用面积")
    clear_height_m = metres("净高")
    window_area_m2 = square_metres("窗洞口面积")
    window_sill_m = metres("窗台高度")
    window_guard_m = metres("窗防护高度")
    inward_window = yes_no("距地 1.80 m 以下有内开或下悬窗")
    west_facing = yes_no("朝西")
    shaded = yes_no("有遮阳")
    doors = count("疏散门数")
    door_width_m = metres("双扇门净宽")
    finger_guard = yes_no("门有防夹手设施")
    safe_glass = yes_no("距地 1.20 m 以下玻璃为安全玻璃")
    unsuitable_door = yes_no("设有旋转、弹簧、推拉门或门槛")
    below_wet_room = yes_no("上层为厨房、卫生间等用水房间")
    zones_visible = yes_no("各区分隔且视线可及")
    soft_floor = yes_no("地面为暖性软质面层")
    soft_wall_m = metres("墙面软质高度")
    safety_fence = yes_no("有安全围栏")
    floor_mat = yes_no("有地垫")
    beds = count("床位数")
    bunk_beds = yes_no("使用双层床")
    bed_from_outer_wall_m = metres("床距外墙")
    toilets = count("便器数")
    urinals = count("小便器数")
    basins = count("洗手池数")
    seat_height_m = metres("坐便器高度")
    basin_height_m = metres("洗手池高度")
    basin_depth_m = metres("洗手池宽度")
    apart_from_living = yes_no("与婴幼儿生活用房有适当距离")

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "用房"
        ordering = ["site", "name"]

    def __str__(self) -> str:
        return self.name
