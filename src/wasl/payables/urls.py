"""Addresses of expense claims."""

from __future__ import annotations

from django.urls import path

from wasl.payables.views import claims, owed

app_name = "payables"
urlpatterns = [
    path("", claims.claims, name="claims"),
    path("new/", claims.new, name="new"),
    path("owed/", owed.owed, name="owed"),
    path("owed/<int:employee_id>/", owed.reimburse, name="reimburse"),
    path("paid-back/", owed.reimbursements, name="reimbursements"),
    path("paid-back/<int:reimbursement_id>/", owed.reimbursement, name="reimbursement"),
    path("<int:claim_id>/", claims.claim, name="claim"),
    path("<int:claim_id>/edit/", claims.edit, name="edit"),
    path("<int:claim_id>/submit/", claims.submit, name="submit"),
    path("<int:claim_id>/discard/", claims.discard, name="discard"),
    path("<int:claim_id>/approve/", claims.approve, name="approve"),
    path("<int:claim_id>/reject/", claims.reject, name="reject"),
    path("<int:claim_id>/reverse/", claims.reverse_claim, name="reverse"),
]
