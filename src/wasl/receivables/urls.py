"""Addresses of customer documents and payments."""

from __future__ import annotations

from django.urls import path

from wasl.receivables.views import accounts, acts, drafts, invoices, papers, payments, write_offs

app_name = "receivables"
urlpatterns = [
    path("invoices/", invoices.invoices, name="invoices"),
    path("invoices/new/", drafts.new, name="new"),
    path("invoices/preview/", drafts.preview, name="preview"),
    path("invoices/papers/<int:run_id>/", papers.papers, name="papers"),
    path("invoices/<int:document_id>/", invoices.invoice, name="invoice"),
    path("invoices/<int:document_id>/edit/", drafts.edit, name="edit"),
    path("invoices/<int:document_id>/post/", invoices.post, name="post"),
    path("invoices/<int:document_id>/discard/", invoices.discard, name="discard"),
    path("invoices/<int:document_id>/pdf/<slug:language>/", invoices.paper, name="pdf"),
    path("invoices/<int:document_id>/send/", acts.send, name="send"),
    path("invoices/<int:document_id>/credit-note/", acts.credit_note, name="credit_note"),
    path("invoices/<int:document_id>/reverse/", acts.reverse_document, name="reverse"),
    path("invoices/<int:document_id>/write-off/", write_offs.write_off, name="write_off"),
    path("invoices/<int:document_id>/apply/", acts.apply_credit, name="apply_credit"),
    path("invoices/<int:document_id>/use/", acts.use_credit_note, name="use_credit_note"),
    path("invoices/<int:document_id>/refund/", acts.refund_credit_note, name="refund_credit_note"),
    path("payments/", payments.payments, name="payments"),
    path("payments/new/", payments.new, name="payment_new"),
    path("payments/<int:payment_id>/", payments.payment, name="payment"),
    path("payments/<int:payment_id>/use/", payments.use, name="use"),
    path("payments/<int:payment_id>/refund/", payments.give_back, name="give_back"),
    path("payments/<int:payment_id>/reverse/", payments.reverse_payment, name="payment_reverse"),
    path("payments/<int:payment_id>/pdf/<slug:language>/", payments.voucher, name="voucher"),
    path("refunds/", payments.refunds, name="refunds"),
    path("refunds/<int:refund_id>/", payments.refund, name="refund"),
    path("write-offs/", write_offs.write_offs, name="write_offs"),
    path("write-offs/<int:write_off_id>/", write_offs.written_off, name="written_off"),
    path("ageing/", accounts.ageing, name="ageing"),
    path("ageing/items/", accounts.aged_items, name="aged_items"),
    path("statements/<int:party_id>/", accounts.statement, name="statement"),
    path("statements/<int:party_id>/<str:currency>/<slug:language>/", accounts.statement_paper, name="statement_pdf"),
]
