"""What the demo company is made of, in both scripts: people, customers, services, words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """A name or sentence in English and Arabic."""

    en: str
    ar: str

    def in_(self, language: str) -> str:
        """Return it in a language."""
        return self.ar if language == "ar" else self.en


@dataclass(frozen=True)
class Person:
    """A colleague: name, e-mail box, role in Wasl, job, department, and what an hour of theirs costs in riyals."""

    name: Words
    box: str
    role: str
    job: Words
    department: str
    hour_cost: int


COMPANY = Words("Madar Consulting", "مدار للاستشارات")
ADDRESS = Words(
    "7391 Olaya Street, Al Olaya District\nRiyadh 12213, Saudi Arabia",
    "7391 شارع العليا، حي العليا\nالرياض 12213، المملكة العربية السعودية",
)
DEPARTMENTS = {
    "advisory": Words("Advisory", "الاستشارات"),
    "digital": Words("Digital", "الحلول الرقمية"),
    "creative": Words("Creative", "الإبداع والهوية"),
    "operations": Words("Operations", "العمليات"),
}
PEOPLE = (
    Person(
        Words("Noura Alotaibi", "نورة العتيبي"),
        "noura",
        "owner",
        Words("Managing partner", "الشريك المدير"),
        "operations",
        240,
    ),
    Person(
        Words("Faisal Alharbi", "فيصل الحربي"),
        "faisal",
        "sales",
        Words("Account manager", "مدير حسابات"),
        "operations",
        130,
    ),
    Person(
        Words("Sara Aldossari", "سارة الدوسري"),
        "sara",
        "sales",
        Words("Account manager", "مديرة حسابات"),
        "operations",
        125,
    ),
    Person(
        Words("Reem Alqahtani", "ريم القحطاني"),
        "reem",
        "finance",
        Words("Finance manager", "مديرة مالية"),
        "operations",
        150,
    ),
    Person(
        Words("Omar Bawazir", "عمر باوزير"),
        "omar",
        "project_lead",
        Words("Delivery lead", "قائد التنفيذ"),
        "digital",
        170,
    ),
    Person(
        Words("Layan Alshehri", "ليان الشهري"),
        "layan",
        "project_lead",
        Words("Advisory lead", "قائدة الاستشارات"),
        "advisory",
        185,
    ),
    Person(
        Words("Khalid Almutairi", "خالد المطيري"),
        "khalid",
        "member",
        Words("Senior developer", "مطور أول"),
        "digital",
        120,
    ),
    Person(Words("Huda Nasser", "هدى ناصر"), "huda", "member", Words("Developer", "مطورة"), "digital", 95),
    Person(Words("Yousef Kamal", "يوسف كمال"), "yousef", "member", Words("Analyst", "محلل أعمال"), "advisory", 100),
    Person(
        Words("Maha Alzahrani", "مها الزهراني"),
        "maha",
        "member",
        Words("Senior consultant", "مستشارة أولى"),
        "advisory",
        160,
    ),
    Person(Words("Tariq Saleh", "طارق صالح"), "tariq", "member", Words("Designer", "مصمم"), "creative", 90),
    Person(Words("Dana Alfahad", "دانة الفهد"), "dana", "member", Words("Art director", "مديرة فنية"), "creative", 135),
    Person(
        Words("Majed Albishi", "ماجد البيشي"),
        "majed",
        "manager",
        Words("Operations director", "مدير العمليات"),
        "operations",
        190,
    ),
)
CUSTOMERS = (
    Words("Nakheel Hospitality", "شركة نخيل للضيافة"),
    Words("Rowad Plastics", "مصنع الرواد للبلاستيك"),
    Words("Turuq Transport", "طُرق للنقل"),
    Words("Basma Clinics", "عيادات بسمة"),
    Words("Coffee House", "بيت القهوة"),
    Words("Dar Almimar", "دار المعمار"),
    Words("Oasis Hospital", "مستشفى الواحة"),
    Words("Gulf Supplies", "إمدادات الخليج"),
    Words("Ufuq Academy", "أكاديمية أفق"),
    Words("Helix Logistics", "هيلكس للخدمات اللوجستية"),
    Words("Sanabel Foods", "سنابل للأغذية"),
    Words("Tech Corner", "ركن التقنية"),
    Words("Sahel Est.", "مؤسسة الساحل"),
    Words("Orbit Retail", "مدار للتجزئة"),
    Words("Awtad Co.", "شركة أوتاد"),
    Words("Najd Dairy", "ألبان نجد"),
    Words("Masar Education", "مسار للتعليم"),
    Words("Rimal Tourism", "رمال للسياحة"),
    Words("Waha Pharmacies", "صيدليات الواحة"),
    Words("Bayan Law", "بيان للمحاماة"),
    Words("Thara Investment", "ثراء للاستثمار"),
    Words("Sadeem Energy", "سديم للطاقة"),
    Words("Qimam Real Estate", "قمم العقارية"),
    Words("Afnan Fashion", "أفنان للأزياء"),
    Words("Jazeera Print", "مطابع الجزيرة"),
    Words("Hasad Farms", "مزارع حصاد"),
    Words("Manar Insurance", "منار للتأمين"),
    Words("Diyar Contracting", "ديار للمقاولات"),
    Words("Noon Dental", "مركز نون لطب الأسنان"),
    Words("Sama Aviation", "سما لخدمات الطيران"),
    Words("Yusr Finance", "يسر للتمويل"),
    Words("Shams Solar", "شمس للطاقة الشمسية"),
    Words("Lulu Kindergartens", "رياض اللؤلؤ للأطفال"),
    Words("Murooj Landscaping", "مروج لتنسيق المواقع"),
    Words("Bahr Shipping", "بحر للشحن"),
    Words("Ibdaa Media", "إبداع للإعلام"),
)
CITIES = (Words("Riyadh", "الرياض"), Words("Jeddah", "جدة"), Words("Dammam", "الدمام"), Words("Abha", "أبها"))
CONTACTS = (
    Words("Ahmed Alsalem", "أحمد السالم"),
    Words("Hind Alrashid", "هند الراشد"),
    Words("Bandar Alshammari", "بندر الشمري"),
    Words("Mona Aljaber", "منى الجابر"),
    Words("Saad Alghamdi", "سعد الغامدي"),
    Words("Lama Alsubaie", "لمى السبيعي"),
    Words("Ziad Karam", "زياد كرم"),
    Words("Abeer Hamdan", "عبير حمدان"),
    Words("Nasser Aldawsari", "ناصر الدوسري"),
    Words("Rana Alamri", "رنا العمري"),
)


@dataclass(frozen=True)
class Offer:
    """A service that the company sells: its work, its department, usual size in riyals, and the price of an hour."""

    name: Words
    code: str
    department: str
    least: int
    most: int
    hour_price: int


OFFERS = (
    Offer(Words("Booking platform", "منصة حجوزات"), "DIG-01", "digital", 121_500, 297_000, 260),
    Offer(Words("Mobile app", "تطبيق جوال"), "DIG-02", "digital", 94_500, 243_000, 248),
    Offer(Words("Online store", "متجر إلكتروني"), "DIG-03", "digital", 54_000, 162_000, 235),
    Offer(Words("Executive dashboards", "لوحات مؤشرات تنفيذية"), "DIG-04", "digital", 40_500, 108_000, 248),
    Offer(Words("Brand identity", "هوية بصرية"), "CRE-01", "creative", 33_750, 94_500, 217),
    Offer(Words("Campaign", "حملة تسويقية"), "CRE-02", "creative", 27_000, 81_000, 210),
    Offer(Words("Operating model review", "مراجعة نموذج التشغيل"), "ADV-01", "advisory", 67_500, 202_500, 322),
    Offer(Words("Growth strategy", "استراتيجية النمو"), "ADV-02", "advisory", 81_000, 216_000, 347),
    Offer(Words("Governance policies", "سياسات الحوكمة"), "ADV-03", "advisory", 47_250, 121_500, 310),
    Offer(Words("IT support by the hour", "دعم تقني بالساعة"), "DIG-05", "digital", 20_250, 60_750, 186),
)
VARIANTS = (
    Words("", ""),
    Words("phase 1", "المرحلة الأولى"),
    Words("phase 2", "المرحلة الثانية"),
    Words("new branch", "الفرع الجديد"),
    Words("renewal", "تجديد"),
)
SOURCES = (
    Words("Website form", "نموذج الموقع"),
    Words("Referral", "إحالة"),
    Words("Exhibition", "معرض"),
    Words("Current customer", "عميل حالي"),
    Words("Phone call", "اتصال هاتفي"),
)
ASKS = (
    Words("We need a proposal before the end of the month.", "نحتاج عرضًا قبل نهاية الشهر."),
    Words("Can you meet our team next week?", "هل يمكن الاجتماع بفريقنا الأسبوع القادم؟"),
    Words("We saw your work for another hospital.", "اطّلعنا على عملكم مع مستشفى آخر."),
    Words("Our current supplier is late; we want to change.", "المورد الحالي متأخر ونرغب في التغيير."),
)
STEPS = (
    ("call", Words("Call to confirm the scope", "مكالمة لتأكيد نطاق العمل")),
    ("meeting", Words("Meeting with the committee", "اجتماع مع اللجنة")),
    ("email", Words("Send the company profile", "إرسال الملف التعريفي")),
    ("task", Words("Prepare the price", "إعداد التسعير")),
    ("call", Words("Ask about the decision date", "السؤال عن موعد القرار")),
    ("email", Words("Send the revised quote", "إرسال العرض المعدَّل")),
)
OUTCOMES = (
    Words("Agreed on the scope; waiting for their budget.", "اتفقنا على نطاق العمل وننتظر اعتماد الموازنة."),
    Words("They asked for two references.", "طلبوا اسمي عميلين سابقين."),
    Words("No answer; will try again.", "لم يُجب، وسنعاود الاتصال."),
    Words("They like the second option better.", "يفضلون الخيار الثاني."),
    Words("The price is close to what they expected.", "السعر قريب مما توقعوه."),
)
NOTES = (
    Words(
        "The decision is with the finance manager, not with the project owner.",
        "القرار عند المدير المالي لا عند صاحب المشروع.",
    ),
    Words("They want Arabic training for twelve people.", "يريدون تدريبًا بالعربية لاثني عشر موظفًا."),
    Words("Linking the payment gateway needs 40 more hours.", "ربط بوابة الدفع يحتاج 40 ساعة إضافية."),
)
DONE = Words("Done", "تم")
DISQUALIFIED = Words("No budget this year", "لا توجد موازنة هذا العام")
KICKOFF = Words("Kickoff meeting", "اجتماع الانطلاق")
MILESTONES = (
    Words("Design approved", "اعتماد التصميم"),
    Words("First release", "الإصدار الأول"),
    Words("Handover", "التسليم النهائي"),
)
TIME_NOTES = (
    Words("Workshop and minutes", "ورشة عمل ومحضرها"),
    Words("Building screens", "بناء الشاشات"),
    Words("Analysis", "تحليل"),
    Words("Review with the customer", "مراجعة مع العميل"),
    Words("Fixing remarks", "معالجة الملاحظات"),
)
SPENDING = (
    (Words("Flight to Jeddah", "تذكرة طيران إلى جدة"), 480, 1250, True),
    (Words("Taxi", "سيارة أجرة"), 40, 140, True),
    (Words("Hotel, one night", "إقامة فندقية ليلة"), 350, 900, True),
    (Words("Stock photos", "صور مرخّصة"), 120, 600, True),
    (Words("Team lunch", "غداء الفريق"), 150, 480, False),
    (Words("Stationery", "قرطاسية"), 60, 220, False),
)
OPENING = Words("Opening balances", "أرصدة افتتاحية")
VAT = Words("VAT of the quarter", "سداد ضريبة القيمة المضافة عن الربع")
SALARIES = Words("Salaries", "رواتب الموظفين")
RENT = Words("Office rent", "إيجار المكتب")
SOFTWARE = Words("Software subscriptions", "اشتراكات البرامج")
BANK = Words("Current account", "الحساب الجاري")
SCOPE = Words("Scope of work", "نطاق العمل")
RECEIPT = Words("Receipt", "إيصال")
LETTER = Words("Invoice {number}", "الفاتورة {number}")
LETTER_BODY = Words(
    "Good day,\nplease find attached our invoice {number}.\nKind regards,\nMadar Consulting",
    "السلام عليكم ورحمة الله،\nنرفق لكم الفاتورة {number}.\nمع خالص التحية،\nمدار للاستشارات",
)
WRITE_OFF_REASON = Words("A bank's charge that is not worth asking for", "عمولة بنكية لا تستحق المطالبة بها")
CREDIT_REASON = Words("Two days not delivered", "يومان لم يُنفَّذا")
VIEWS = [
    ("/deals/", Words("Largest first", "الأعلى قيمة"), "sort=-amount&columns=title,customer,stage,owner,close,amount"),
    ("/deals/", Words("Closing this month", "تُغلق هذا الشهر"), "closing=month&sort=close"),
    ("/customers/", Words("By city", "بحسب المدينة"), "role=customer&sort=city"),
]
PROGRAM = Words("Contact form of the website", "نموذج التواصل في الموقع")
