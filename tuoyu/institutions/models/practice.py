"""How the place is run, as declared or as seen: the duties of the management norm."""

from django.db import models

from tuoyu.core.fields import count, square_metres, yes_no
from tuoyu.institutions.models.institution import Institution, one_at_a_time
from tuoyu.org.models import Dated, DatedQuerySet


class Practice(Dated):
    """Rules, plans and habits of an institution for a period (管理情况)."""

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="practices", verbose_name="机构"
    )
    agreement_signed = yes_no("与监护人签订托育服务协议")
    agreement_complete = yes_no("协议写明责任、权利义务、项目、收费、争议处理")
    guardian_identity_checked = yes_no("核验婴幼儿和监护人身份")
    entry_check = yes_no("入托查验预防接种证和健康检查")
    absence_recheck = yes_no("离园 3 个月以上返回前重新体检")
    child_records = yes_no("建立收托婴幼儿信息管理制度")
    parents_committee = yes_no("成立家长委员会")
    parents_meetings = yes_no("定期召开家长会议")
    open_days = yes_no("设家长开放日")
    publishes_fees = yes_no("公示收费项目和标准")
    publishes_care = yes_no("公示保育照护")
    publishes_meals = yes_no("公示膳食营养")
    publishes_health = yes_no("公示卫生保健")
    publishes_security = yes_no("公示安全保卫")
    outdoor_minutes = count("每日户外活动（分钟）")
    daily_record = yes_no("记录日常照护并反馈监护人")
    health_watch = yes_no("晨午检和全日健康观察")
    abuse_reporting = yes_no("建立侵害婴幼儿强制报告制度")
    sick_child_rule = yes_no("患病婴幼儿离园就诊制度")
    rule_disinfection = yes_no("卫生消毒制度")
    rule_isolation = yes_no("病儿隔离制度")
    rule_infection = yes_no("传染病预防和管理制度")
    staff_illness_rule = yes_no("工作人员患传染病离岗制度")
    pickup_rule = yes_no("接送制度（监护人或受托成年人）")
    plan_disaster = yes_no("自然灾害应急预案")
    plan_infection = yes_no("传染病应急预案")
    plan_poisoning = yes_no("食物中毒应急预案")
    plan_stampede = yes_no("踩踏应急预案")
    plan_fire = yes_no("火灾应急预案")
    plan_violence = yes_no("暴力事件应急预案")
    fire_manager = yes_no("确定消防安全管理人员")
    first_aid_trained = yes_no("工作人员掌握急救技能")
    last_drill_on = models.DateField("最近一次应急演练", null=True, blank=True)
    last_fire_check_on = models.DateField("最近一次防火检查", null=True, blank=True)
    last_equipment_check_on = models.DateField("最近一次设备检查", null=True, blank=True)
    daily_patrol = yes_no("每日防火巡查")
    alarm_always_on = yes_no("监控报警 24 小时设防")
    video_entrances = yes_no("监控覆盖主出入口")
    video_living_areas = yes_no("监控覆盖生活和活动区域")
    video_days = count("录像保存天数")
    one_key_alarm = yes_no("有一键报警装置")
    staff_gate = yes_no("录用前查询违法犯罪记录")
    staff_training = yes_no("岗前培训和定期培训")
    ethics_training = yes_no("培训含职业道德、心理健康、法治")
    annual_report_on = models.DateField("最近一次年度报告", null=True, blank=True)
    linked_clinic = yes_no("与医疗卫生机构建立联系")
    observation_bed = count("观察床数")
    observation_equipment = yes_no("保健观察室设备齐全")
    child_toilets = yes_no("有适合婴幼儿的便器和流动水洗手设施")
    own_cup_and_towel = yes_no("一人一杯一巾并消毒")
    meal_area_clean = yes_no("配餐或就餐区清洁")
    menu_days = count("食谱更换周期（天）")
    menu_with_amounts = yes_no("食谱写明用量")
    food_sample_grams = count("食品留样（g）")
    food_sample_hours = count("留样保存（小时）")
    meal_account_apart = yes_no("伙食费专款专用")
    meal_account_published = yes_no("伙食账目每月公布")
    meal_balance_percent = models.DecimalField(
        "学期伙食费盈亏（%）", max_digits=5, decimal_places=2, null=True, blank=True
    )
    allergy_records = yes_no("记录过敏和特殊需要")
    medicine_rule = yes_no("服药由监护人书面委托并登记")
    drinking_ml = count("每次饮水量（ml）")
    drinks_a_day = count("每日定时饮水次数")
    meal_gap_minutes = count("两餐间隔（分钟）")
    nap_minutes = count("午睡时长（分钟）")
    airings_a_day = count("每日开窗通风次数")
    airing_minutes = count("每次通风（分钟）")
    daily_disinfection = yes_no("桌面、毛巾、水杯每日消毒")
    toys_washed_days = count("玩具清洗间隔（天）")
    bedding_washed_days = count("床品清洗间隔（天）")
    records_kept_years = count("卫生保健资料保存（年）")
    health_checks_a_year = count("1 至 3 岁每年体检次数")
    blood_check = yes_no("每年血红蛋白或血常规检查")
    hearing_check = yes_no("每年听力筛查")
    certificate_check_days = count("入托后查验接种证用时（天）")
    infection_reported = yes_no("传染病及时报告并消毒")
    absence_tracked = yes_no("专人追踪缺勤")
    canteen_controls = yes_no("食堂原料控制、清洗消毒和自查")
    neighbours_consent = yes_no("本栋业主书面同意")  # family sites
    escape_grilles = yes_no("逃生窗装有影响逃生的防护栏")  # family sites
    floor_area_per_child_m2 = square_metres("人均建筑面积")  # family sites
    hygiene_items_met = count("卫生评价基本标准符合项数（共 14 项）")

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "管理情况"
        ordering = ["institution", "-starts_on"]
        constraints = [*Dated.Meta.constraints, one_at_a_time("practice_one_at_a_time")]

    def __str__(self) -> str:
        return f"{self.institution} 管理情况"
