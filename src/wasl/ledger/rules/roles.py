"""Account roles: the app posts to roles, a company's chart gives each its accounts (reference section 4)."""

from __future__ import annotations

ROLE_TYPES: dict[str, tuple[str, ...]] = {
    "asset": (
        "bank",
        "cash",
        "receivable",
        "accrued_revenue",
        "tax_recoverable",
        "withholding_receivable",
        "inventory",
        "prepaid_expense",
        "supplier_advances",
        "employee_advances",
        "fixed_assets",
        "accumulated_depreciation",
    ),
    "liability": (
        "payable",
        "employee_payable",
        "card_payable",
        "customer_advances",
        "deferred_revenue",
        "accrued_expense",
        "goods_received_not_invoiced",
        "tax_payable",
        "tax_settlement",
        "withholding_payable",
        "payroll_payable",
        "payroll_tax_payable",
        "loans",
    ),
    "equity": ("share_capital", "retained_earnings", "opening_balance", "owner_drawings"),
    "income": ("revenue", "other_income", "fx_gain_loss", "fx_unrealised", "rounding"),
    "expense": (
        "expense",
        "cogs",
        "payroll",
        "bank_fees",
        "bad_debt",
        "depreciation",
        "inventory_adjustment",
        "income_tax",
    ),
}
TYPE_OF = {role: kind for kind, roles in ROLE_TYPES.items() for role in roles}
ROLES = tuple(TYPE_OF)
CONTROL_ROLES = frozenset(
    {
        "customer_advances",
        "deferred_revenue",
        "employee_payable",
        "inventory",
        "payable",
        "payroll_payable",
        "receivable",
        "supplier_advances",
    }
)
PROFIT_TYPES = ("income", "expense")
MONEY_ROLES = ("bank", "cash")
