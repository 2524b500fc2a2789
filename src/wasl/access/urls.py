"""Addresses of companies and members."""

from __future__ import annotations

from django.urls import path

from wasl.access.views import audit, companies, members, tokens

app_name = "access"
urlpatterns = [
    path("company/", companies.company, name="company"),
    path("company/new/", companies.company_new, name="company_new"),
    path("company/parts/<str:module>/", companies.switch_module, name="switch_module"),
    path("companies/", companies.companies, name="companies"),
    path("companies/switch/", companies.switch, name="switch"),
    path("audit/", audit.audit, name="audit"),
    path("company/erase-sample/", companies.erase_sample, name="erase_sample"),
    path("team/", members.members, name="members"),
    path("team/new/", members.member_add, name="member_add"),
    path("team/<int:member_id>/", members.member, name="member"),
    path("team/<int:member_id>/change/", members.member_change, name="member_change"),
    path("team/<int:member_id>/invite/", members.invite, name="invite"),
    path("team/<int:member_id>/shut-out/", members.shut_out, name="shut_out"),
    path("team/<int:member_id>/let-back/", members.let_back, name="let_back"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/new/", tokens.token_add, name="token_add"),
    path("tokens/<int:token_id>/", tokens.token, name="token"),
    path("tokens/<int:token_id>/end/", tokens.token_revoke, name="token_revoke"),
    path("invitation/<str:secret>/", members.accept, name="accept"),
]
