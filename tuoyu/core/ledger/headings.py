"""The headings offices give our fields: the key first, then its headings, on any lines."""

_LINES = """
serial 编号 顺序号 NO NO. 行号
region 县市区 县区 区县 市县区 县(区) 所属县区 所在县区 所属区县 所在区县 所属区域 所在区域
region 区域 辖区 属地 行政区划 所属行政区 所属地区 地区 所在地 所在县市区
township 乡镇 街道 乡镇街道 乡镇办 所属街道 所属乡镇 镇街
name 单位名称 托育机构 托育机构名称 名称 园所名称 托育点名称 机构全称 备案机构名称 机构
name 托育园名称 托育服务机构名称 照护服务机构名称 婴幼儿照护服务机构名称 单位全称 企业名称
legal_form 性质 机构类型 单位性质 登记类型 登记性质 机构类别 举办性质 注册类型 营利性质
legal_form 是否营利 法人类型
code 信用代码 社会信用代码 统一信用代码 组织机构代码 统一社会信用代码证号 统一代码 证照号码
code 营业执照号 登记证号 统一社会信用代码(登记证号)
address 机构地址 详细地址 机构住所 住所 经营场所 经营地址 单位地址 办托地址 园所地址
address 服务地址 注册地址 托育地址
head 法人/负责人 法人 法定代表人 法人代表 法定代表人/负责人 园长 负责人姓名 机构负责人
head 法人姓名 法人(负责人) 举办者
identity 身份证号码 负责人身份证号 法人身份证号
contact 联络人 联系人姓名
phone 电话 手机 手机号 手机号码 联系方式 联系人电话 负责人电话 电话号码 咨询电话
places 核定托位 核定托位数 收托规模 托位 总托位数 托位总数 备案托位 备案托位数 设计托位
places 提供托位数 可收托数 可提供托位数 建设托位 实有托位 托位数量 规模
children 在托人数 实收人数 实际收托人数 在托婴幼儿数 收托人数 入托人数 现有婴幼儿 在托数
children 实际在托 在园人数 实际入托人数 入托婴幼儿数 收托数 现收托数 在册婴幼儿数 已收托人数
class_count 班数 总班数 班级总数 开班数 班级数量
infant 乳儿班数 乳儿班班数 乳儿
junior 托小班数 托小班班数 托小 小托班
senior 托大班数 托大班班数 托大 大托班
mixed 混合编班 混合班数 混龄班 混龄班数 混合班班数
infant_places 乳儿班托位数 乳儿班规模
junior_places 托小班托位数 托小班规模
senior_places 托大班托位数 托大班规模
mixed_places 混合班托位数 混合班规模
staff 工作人员数 从业人员数 员工数 教职工数 职工人数 从业人数
carers 保育员 保育人员 保育师 保育员数 保育师数 托育师
health_workers 保健人员 卫生保健人员 保健员 保健医 卫生保健人员数 保健员数
filed_on 备案日期 备案完成时间 通过备案时间 备案通过时间 备案年月 取得备案时间 回执日期
filing_number 备案号 回执编号 备案回执编号 备案回执号 备案证号
registered_on 成立日期 注册时间 注册日期 登记时间 成立时间 发证日期
services 托育形式 服务类型 托管形式 收托形式 服务方式 托育服务形式
prices 收费 价格 月收费 收费情况 保育费 托育费 收费金额 保教费
inclusive 普惠 普惠性 是否普惠性 普惠托育 普惠机构 是否普惠机构
meals 是否提供餐饮 供餐 提供餐饮 是否就餐
area 面积 总面积 建筑总面积 场地面积 用房面积
indoor_area 使用面积 室内面积 托育用房面积
outdoor_area 户外面积 户外活动面积 室外活动场地面积
floor 楼层 层数 所处楼层
status 备案状态 运营状态 机构状态 经营状态 备案情况 是否备案 营业状态
registrar 登记部门 注册机关 注册登记机关 登记单位 发证机关
fire 消防 消防验收 消防合格证明 消防情况 消防证明 消防备案 消防验收情况
demonstration 示范 示范机构 是否示范机构 示范单位
remark 备注说明 其他 其它 说明 其他说明 存在问题
"""


def headings() -> dict[str, tuple[str, ...]]:
    """Field key to the headings that mean it, our own label not among them."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _LINES.strip().split("\n"):
        key, *words = line.split()
        found[key] = (*found.get(key, ()), *words)
    return found
