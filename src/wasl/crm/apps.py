"""From the first word of a lead to a deal that is won."""

from django.utils.translation import gettext_lazy as _

from wasl.core.room import FirstStep, MenuEntry, Panel, Room, TodaySource

SELLERS = {"owner": "company", "manager": "company", "sales": "own"}
LEADERS = {"owner": "company", "manager": "company"}


class CrmRoom(Room):
    """Leads, the board of deals, activities and next steps, imports."""

    name = "wasl.crm"
    label = "crm"
    acts = {
        "lead.view": SELLERS,
        "lead.capture": dict.fromkeys(SELLERS, "company"),
        "lead.change": SELLERS,
        "lead.assign": SELLERS,
        "deal.view": {**SELLERS, "finance": "company"},
        "deal.open": dict.fromkeys(SELLERS, "company"),
        "deal.change": SELLERS,
        "deal.win": SELLERS,
        "activity.log": dict.fromkeys((*SELLERS, "finance", "project_lead"), "company"),
        "crm.import": LEADERS,
        "pipeline.change": LEADERS,
    }
    menu = [
        MenuEntry(
            "sales", "crm:leads", _("Leads"), "user-plus", 10, act="lead.view", count="wasl.crm.queries.new_leads"
        ),
        MenuEntry("sales", "crm:board", _("Pipeline"), "layout-kanban", 20, act="deal.view"),
        MenuEntry("settings", "crm:stages", _("Stages"), "layout-kanban", 50, act="pipeline.change"),
        MenuEntry("settings", "crm:imports", _("Import"), "upload", 60, act="crm.import"),
    ]
    first_steps = [
        FirstStep(
            _("Bring what you have"),
            _("Customers and deals from a file; what is unclear is asked, nothing is guessed."),
            "crm:imports", "upload", 20, "wasl.crm.queries.has_customers", act="crm.import",
        ),
        FirstStep(
            _("Open the first deal"),
            _("With its next step, so that it is not forgotten."),
            "crm:deal_add", "layout-kanban", 30, "wasl.crm.queries.has_deals", act="deal.open",
        ),
    ]  # fmt: skip
    creates = [
        MenuEntry("sales", "crm:lead_add", _("Lead"), "user-plus", 10, act="lead.capture", quick="crm:lead_quick"),
        MenuEntry("sales", "crm:deal_add", _("Deal"), "layout-kanban", 20, act="deal.open", quick="crm:deal_quick"),
    ]
    today = [
        TodaySource("follow_ups", "wasl.crm.queries.today_follow_ups", 10),
        TodaySource("leads", "wasl.crm.queries.today_leads", 20),
        TodaySource("deals", "wasl.crm.queries.today_deals", 30),
        TodaySource("import_questions", "wasl.crm.queries.today_import_questions", 90),
    ]
    api = "wasl.crm.api.router"
    likenesses = {"lead": "wasl.crm.likeness.alike"}
    bulk_acts = {
        "deal.hand_over": "wasl.crm.views.bulk.HAND_OVER_DEALS",
        "deal.move": "wasl.crm.views.bulk.MOVE_DEALS",
        "deal.plan": "wasl.crm.views.bulk.PLAN_DEALS",
        "lead.hand_over": "wasl.crm.views.bulk.HAND_OVER_LEADS",
        "step.snooze": "wasl.crm.views.bulk.SNOOZE_STEPS",
        "step.hand_over": "wasl.crm.views.bulk.HAND_OVER_STEPS",
        "step.done": "wasl.crm.views.bulk.FINISH_STEPS",
    }
    pickers = {"deal": "wasl.crm.pickers.DEAL"}
    search = ["wasl.crm.queries.search_deals", "wasl.crm.queries.search_leads"]
    importers = {
        "leads": "wasl.crm.services.importers.LeadsImporter",
        "opportunities": "wasl.crm.services.importers.OpportunitiesImporter",
    }
    source_urls = {"crm.deal": "crm:deal", "crm.lead": "crm:lead", "crm.importbatch": "crm:import_batch"}
    source_names = {
        "crm.deal": _("Deal"),
        "crm.lead": _("Lead"),
        "crm.activity": _("Next step"),
        "crm.importbatch": _("Import"),
        "crm.stage": _("Stage"),
    }
    event_words = {
        "lead.captured": ("user-plus", _("captured the lead")),
        "lead.changed": ("pencil", _("changed the details of the lead")),
        "lead.assigned": ("user-check", _("gave the lead an owner")),
        "lead.handed_over": ("user-check", _("handed the lead over")),
        "lead.taken_up": ("refresh", _("took the lead up")),
        "lead.qualified": ("check", _("qualified the lead")),
        "lead.disqualified": ("x", _("set the lead aside: %(reason)s")),
        "deal.opened": ("flag", _("opened the deal")),
        "deal.changed": ("pencil", _("changed the details of the deal")),
        "deal.moved": ("arrows-exchange", _("moved the deal to “%(stage)s”")),
        "deal.handed_over": ("user-check", _("handed the deal over")),
        "deal.won": ("trophy", _("won the deal")),
        "deal.lost": ("x", _("lost the deal: %(reason)s")),
        "deal.reopened": ("refresh", _("opened the deal again")),
        "import.started": ("upload", _("began to import %(file_name)s")),
        "import.resumed": ("refresh", _("went on with the import of %(file_name)s")),
        "import.finished": ("file-check", _("imported %(file_name)s: %(created)s new, %(updated)s changed")),
        "import.discarded": ("x", _("discarded the file %(file_name)s")),
        "import.undo_started": ("arrow-back-up", _("began to undo the import of %(file_name)s")),
        "import.undone": ("arrow-back-up", _("undid the import of %(file_name)s: %(removed)s removed, %(kept)s kept")),
    }
    panels = [
        Panel("party_actions", "wasl.crm.queries.acts_on_party", "crm/_party_actions.html", 10, act="deal.open"),
        Panel("party", "wasl.crm.queries.panel_of_party", "crm/_party_panel.html", 10, act="deal.view"),
        Panel("party_timeline", "wasl.crm.queries.timeline_of_party", "crm/_party_timeline.html", 10),
    ]
    notice_words = {
        "deal.given": (
            "layout-kanban",
            _("The deal “%(name)s” is yours now"),
            _("Deals are yours now: %(count)s, the last one “%(name)s”"),
        ),
        "lead.given": (
            "user-plus",
            _("The lead “%(name)s” is yours now"),
            _("Leads are yours now: %(count)s, the last one “%(name)s”"),
        ),
        "import.finished": (
            "upload",
            _("The import of “%(file)s” is done: %(created)s new, %(updated)s changed, %(rejected)s not taken"),
            "",
        ),
        "import.stopped": ("alert-triangle", _("The import of “%(file)s” stopped: %(error)s"), ""),
    }
    attachment_acts = {"crm.deal": "deal.view", "crm.lead": "lead.view", "access.member": "crm.import"}
    checks = "wasl.crm.checks.CHECKS"
