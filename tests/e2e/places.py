"""The address of every page there is, by the name of its URL, with one of its objects in the demo company."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse
from django.utils import timezone

from goals.domain.drafts import asked_about
from goals.domain.mail_links import Purpose, accept_url, check_in_urls
from goals.models import CheckIn, Cycle, Initiative, KeyResult, Objective
from goals.queries.agreement_page import awaits
from goals.queries.readings import to_read
from goals.queries.week import week_of
from kpis.models import Kpi, KpiNote
from notifications.domain.unsubscribing import unsubscribe_url
from notifications.models import Comment, Webhook
from notifications.subjects import subject_of
from people.domain.invitations import invitation_url
from people.models import Department, Invitation
from tests.okrapp.api_rules import API_NAMES

# Names that answer no GET with a page: acts, parts of a page, data, and the one page drawn by a package.
NOT_PAGES = {
    *API_NAMES,
    "bell",
    "agreement-accept",
    "agreement-open",
    "agreement-withdraw",
    "check-in-people",
    "check-in-preview",
    "cheer",
    "conversation-people",
    "cycle-move",
    "cycle-select",
    "healthz-detail",
    "help-settle",
    "initiative-move",
    "item-new",
    "item-remove",
    "item-shift",
    "item-tick",
    "key-results-suggested",
    "initiatives-suggested",
    "objectives-suggested",
    "kpis-suggested",
    "livez",
    "mail-preview-body",
    "mail-preview-text",
    "mfa_download_recovery_codes",
    "mfa_login_webauthn",
    "key-result-kpi-remove",
    "key-result-resume",
    "key-result-untie",
    "notification",
    "notifications-read",
    "kpi-archive",
    "kpi-baseline-withdraw",
    "kpi-bowler-export",
    "kpi-due",
    "kpi-export",
    "kpi-import-template",
    "kpi-note-remove",
    "kpi-restore",
    "kpi-verify",
    "kpi-watch",
    "objective-archive",
    "objective-propose",
    "objective-publish",
    "objective-read",
    "objective-restore",
    "objective-take-back",
    "objective-watch",
    "people-suggested",
    "profile-token-revoke",
    "readyz",
    "set-language",
    "settings-day-off-remove",
    "settings-department-shift",
    "settings-audit-export",
    "settings-export",
    "settings-import-template",
    "settings-people-invite",
    "settings-person-invite",
    "settings-person-mail-again",
    "settings-person-reactivate",
    "settings-person-revoke",
    "settings-webhook-pause",
    "settings-webhook-resume",
    "settings-webhook-test",
}
# Pages that stand behind an act; the journey that does it looks at them.
REACHED_BY_ACTS = {
    "account_confirm_login_code",
    "kpi-import-check",
    "mail-act",
    "mfa_authenticate",
    "settings-import-check",
    "setup",
}
# Pages whose address is changed on arrival.
REDIRECTED = {"account_reset_password_from_key", "mail-link", "mfa_reauthenticate_webauthn"}
STRANGERS = {
    "account_login",
    "account_signup",
    "account_inactive",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
}


def places(staff, admin):
    """Map each name to its addresses, as pairs of a person (None: a stranger) and a path."""
    return {
        **company_places(staff, admin),
        **goal_places(admin),
        **kpi_places(admin),
        **talk_places(),
        **settings_places(staff, admin),
        **sign_in_places(admin),
        **code_places(staff.people[staff.logins["member"]]),
        **key_places(staff.people[staff.logins["manager"]]),
    }


def company_places(staff, admin):
    member, manager = (staff.people[staff.logins[key]] for key in ("member", "manager"))
    return {
        "moves": [(member, reverse("moves"))],
        "home": [(member, "/"), (manager, "/"), (admin, "/")],
        "company": [(admin, reverse("company"))],
        "department": [(manager, reverse("department", args=[key.pk])) for key in staff.departments.values() if key][
            :3
        ],
        "person": [(admin, reverse("person", args=[member.pk]))],
        "growth-note": [(member, reverse("growth-note", args=[member.pk]))],
        "growth-note-write": [(member, reverse("growth-note-write", args=[member.pk]))],
        "person-hand-over": [(manager, reverse("person-hand-over", args=[member.pk]))],
        "search": [
            (member, reverse("search")),
            (member, reverse("search") + "?q=a"),
            (member, reverse("search") + "?q=zzz"),
        ],
        "profile": [(member, reverse("profile"))],
        "profile-mail": [(member, reverse("profile-mail"))],
        "profile-tokens": [(member, reverse("profile-tokens"))],
        "mail-preview": [(member, reverse("mail-preview"))],
        "notifications": [(member, reverse("notifications")), (admin, reverse("notifications"))],
        "mail-stop": [(None, path_of(unsubscribe_url(member, "digest")))],
        "mail-link": [(None, path_of(url)) for url in mail_links(member)],
    }


def mail_links(member):
    """One for each thing that a mail lets its reader do: about what is due, and what waits for consent."""
    due = week_of(member, timezone.now()).due[0].key_result
    asked = KeyResult.objects.live().exclude(on_table=None).order_by("pk")
    purposes = [purpose for purpose in Purpose if purpose != Purpose.ACCEPT]
    yield from check_in_urls(purposes, due, member, member.company.today())
    yield next(accept_url(each, each.on_table.owner) for each in asked if awaits(each.on_table.owner, each))


def goal_places(admin):
    return {
        "objective-new": [(admin, reverse("objective-new"))],
        "owner-load": [(admin, reverse("owner-load")), (admin, f"{reverse('owner-load')}?owner={admin.name}")],
        "objective-similar": [
            (admin, reverse("objective-similar")),
            (admin, f"{reverse('objective-similar')}?title={Objective.objects.published().latest('pk').title}"),
        ],
        **objective_places(admin),
        **key_result_places(),
        **initiative_places(admin),
        "settings-cycles": [(admin, reverse("settings-cycles"))],
        "cycle-new": [(admin, reverse("cycle-new"))],
        "cycle-edit": [(admin, reverse("cycle-edit", args=[Cycle.objects.get(kind="quarter", stage="running").pk]))],
    }


def objective_places(admin):
    shown = Objective.objects.published().filter(cycle__stage="running", key_results__isnull=False)
    objective = shown.order_by("pk").first()
    draft = Objective.objects.filter(state="draft").first()
    archived = Objective.objects.filter(state="archived").first()
    pages = {
        name: [(objective.owner, reverse(name, args=[objective.pk]))]
        for name in ("objective", "objective-changes", "objective-edit", "objective-status")
    }
    pages["objective"] += [(each.owner, each.get_absolute_url()) for each in (draft, archived)]
    proposed = Objective.objects.filter(state="draft").exclude(proposed_at=None).first()
    asked = asked_about(proposed)[0]
    pages["objective"].append((asked, proposed.get_absolute_url()))
    to_be_read = Objective.objects.filter(to_read(admin)).first()
    pages["objective"].append((admin, to_be_read.get_absolute_url()))
    pages["objective-readings"] = [(admin, reverse("objective-readings", args=[to_be_read.pk]))]
    pages["objective-send-back"] = [(asked, reverse("objective-send-back", args=[proposed.pk]))]
    pages["objective-delete"] = [(draft.owner, reverse("objective-delete", args=[draft.pk]))]
    return pages


def key_result_places():
    key_results = KeyResult.objects.live().filter(objective__cycle__stage="running", objective__state="active")
    of_each_kind = [key_results.filter(kind=kind).order_by("pk").first() for kind in KeyResult.Kind.values]
    shown = [key_result for key_result in of_each_kind if key_result]
    first = shown[0]
    on_table = key_results.exclude(on_table=None).order_by("pk")
    closed = KeyResult.objects.filter(status="dropped", objective__cycle__stage="running").first()
    check_in = CheckIn.objects.filter(key_result=first).latest("seq")
    names = ("key-result-changes", "key-result-edit", "key-result-finish", "key-result-drop", "key-result-pause")
    names += ("key-result-kpis", "key-result-kpi-link", "key-result-initiatives", "key-result-ties", "key-result-tie")
    return {
        "key-result": [(each.owner, each.get_absolute_url()) for each in [*shown, closed]],
        "check-in": [(each.owner, reverse("check-in", args=[each.pk])) for each in shown],
        "check-in-correct": [(check_in.author, reverse("check-in-correct", args=[check_in.pk]))],
        **{name: [(first.owner, reverse(name, args=[first.pk]))] for name in names},
        "agreement": [(each.owner, reverse("agreement", args=[each.pk])) for each in [first, *on_table]],
        "key-result-hand-over": [(first.owner, reverse("key-result-hand-over", args=[first.pk]))],
        "agreement-counter": [
            (each.on_table.owner, reverse("agreement-counter", args=[each.pk])) for each in on_table[:1]
        ],
        "key-result-reopen": [(closed.owner, reverse("key-result-reopen", args=[closed.pk]))],
    }


def talk_places():
    """What the demo company says, and a place where nobody has said anything."""
    comment = Comment.objects.order_by("pk").first()
    silent = Objective.objects.published().order_by("pk").first()
    spoken = {subject_of(each.content_type_id).slug: each for each in Comment.objects.order_by("-pk")}
    return {
        "conversation": [
            *[(each.author, reverse("conversation", args=[slug, each.object_id])) for slug, each in spoken.items()],
            (silent.owner, reverse("conversation", args=["objective", silent.pk])),
        ],
        **{
            name: [(comment.author, reverse(name, args=[comment.pk]))]
            for name in ("comment-edit", "comment-remove", "comment-versions")
        },
    }


def initiative_places(admin):
    initiative = Initiative.objects.open().filter(items__done_at=None, key_results__isnull=False).first()
    owner, item = initiative.owner, initiative.items.first()
    names = ("initiative", "initiative-edit", "initiative-drop", "initiative-kpis", "initiative-kpis-edit")
    return {
        "initiatives": [(owner, reverse("initiatives")), (admin, reverse("initiatives") + "?scope=all&state=all")],
        "timeline": [(admin, reverse("timeline")), (admin, reverse("timeline") + "?zoom=quarter&group=owner")],
        "initiative-new": [(owner, reverse("initiative-new"))],
        "my-items": [(owner, reverse("my-items")), (admin, reverse("my-items"))],
        "item-edit": [(owner, reverse("item-edit", args=[item.pk]))],
        **{name: [(owner, reverse(name, args=[initiative.pk]))] for name in names},
    }


def kpi_places(admin):
    """Each kind of direction has its own form; the administrator may open them all."""
    of_each = [Kpi.objects.filter(direction=direction).order_by("pk").first() for direction in Kpi.Direction.values]
    shown = [kpi for kpi in of_each if kpi]
    names = (
        "kpi",
        "kpi-alerts",
        "kpi-background",
        "kpi-baseline",
        "kpi-edit",
        "kpi-goals",
        "kpi-note-new",
        "kpi-quality",
        "kpi-record",
        "kpi-targets",
    )
    return {
        "kpis": [(admin, reverse("kpis")), (admin, reverse("kpis") + "?q=zzz")],
        "kpi-collect": [(admin, reverse("kpi-collect"))],
        "kpi-new": [(admin, reverse("kpi-new")), (admin, reverse("kpi-new") + "?from=churn")],
        "kpi-library": [(admin, reverse("kpi-library")), (admin, reverse("kpi-library") + "?q=zzz")],
        "kpi-tree": [(admin, reverse("kpi-tree"))],
        "kpi-board": [(admin, reverse("kpi-board")), (admin, reverse("kpi-board") + "?q=zzz")],
        "kpi-balance": [(admin, reverse("kpi-balance"))],
        "kpi-bowler": [(admin, reverse("kpi-bowler")), (admin, reverse("kpi-bowler") + "?frequency=week")],
        "kpi-import": [(admin, reverse("kpi-import"))],
        "kpi-note": [(admin, reverse("kpi-note", args=[KpiNote.objects.first().pk]))],
        **{name: [(admin, reverse(name, args=[kpi.code])) for kpi in shown] for name in names},
    }


def settings_places(staff, admin):
    member = staff.people[staff.logins["member"]]
    department, webhook = Department.objects.first(), Webhook.objects.get()
    lists = (
        "company",
        "days-off",
        "departments",
        "department-new",
        "people",
        "person-new",
        "import",
        "mail",
        "chat",
        "webhook-new",
    )
    setup = ("rhythm", "departments", "people", "cycle", "done")
    asked = ["", "?group=added", "?q=zzz", f"?kind=kpi&object={Kpi.objects.first().pk}", "?person=nobody"]
    return {
        **{f"settings-{name}": [(admin, reverse(f"settings-{name}"))] for name in lists},
        **{f"setup-{name}": [(admin, reverse(f"setup-{name}"))] for name in setup},
        "settings-audit": [(admin, reverse("settings-audit") + query) for query in asked],
        "settings-department": [(admin, reverse("settings-department", args=[department.pk]))],
        "settings-department-delete": [(admin, reverse("settings-department-delete", args=[department.pk]))],
        "settings-webhook": [(admin, reverse("settings-webhook", args=[webhook.pk]))],
        "settings-webhook-remove": [(admin, reverse("settings-webhook-remove", args=[webhook.pk]))],
        "settings-person": [(admin, reverse("settings-person", args=[member.pk]))],
        "settings-person-deactivate": [(admin, reverse("settings-person-deactivate", args=[member.pk]))],
    }


def sign_in_places(admin):
    newcomer = invited(admin)
    invitation = Invitation.objects.create(company=admin.company, user=newcomer, invited_by=admin)
    reset = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(admin), "key": default_token_generator.make_token(admin)},
    )
    plain = (
        "account_logout",
        "account_reauthenticate",
        "account_email",
        "account_change_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate_webauthn",
        "usersessions_list",
    )
    return {
        **{name: [(None, reverse(name))] for name in STRANGERS},
        **{name: [(admin, reverse(name))] for name in plain},
        "account_set_password": [(newcomer, reverse("account_set_password"))],
        "account_confirm_email": [(None, reverse("account_confirm_email", args=["unknown"]))],
        "account_reset_password_from_key": [
            (None, reset),
            (None, reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "a-b"})),
        ],
        "invitation": [(None, path_of(invitation_url(invitation)))],
    }


def path_of(url):
    return "/" + url.split("/", 3)[3]


def code_places(person):
    """The pages about codes, for a person who has an authenticator app."""
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    names = ("mfa_reauthenticate", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes")
    return {name: [(person, reverse(name))] for name in names}


def key_places(person):
    """The pages about a passkey, for a person who has one."""
    credential = {"clientExtensionResults": {"credProps": {"rk": True}}}
    data = {"name": "Laptop", "credential": credential}
    key = Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)
    return {
        "mfa_list_webauthn": [(person, reverse("mfa_list_webauthn"))],
        "mfa_edit_webauthn": [(person, reverse("mfa_edit_webauthn", args=[key.pk]))],
        "mfa_remove_webauthn": [(person, reverse("mfa_remove_webauthn", args=[key.pk]))],
    }


def invited(admin):
    return type(admin).objects.create(
        company=admin.company,
        email="new@example.com",
        family_name="Mori",
        given_name="Ken",
        language=admin.language,
        password="!",
    )
