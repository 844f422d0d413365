"""Which page is open to whom: one row per URL name and object, for every method. The law is product.md §2."""

from dataclasses import dataclass, field

BY_MIGHT = ["viewer", "member", "contributor", "owner", "other_manager", "manager", "manager_above", "admin"]
EVERYBODY = set(BY_MIGHT)
WRITERS = EVERYBODY - {"viewer"}
ADMIN = {"admin"}
LINE = {"manager", "manager_above"}
RUNNERS = ADMIN | LINE
MANAGERS = RUNNERS | {"other_manager"}
CONCERNED = RUNNERS | {"owner"}
CARRIERS = LINE | {"owner", "contributor"}
TALKED_ABOUT = [
    ("objective", "objective", EVERYBODY),
    ("objective", "draft", CONCERNED),
    ("objective", "restricted", CONCERNED),
    ("key-result", "key_result", EVERYBODY),
    ("check-in", "check_in", EVERYBODY),
    ("kpi", "kpi", EVERYBODY),
    ("kpi", "restricted_kpi", CONCERNED),
]


@dataclass(frozen=True)
class Rule:
    """``methods`` maps a method to those it is open to. Of the others, those who may read get 403, the rest 404."""

    name: str
    target: str = ""
    methods: dict = field(default_factory=dict)
    readers: frozenset = frozenset(EVERYBODY)
    args: tuple = ()

    def __str__(self):
        return f"{self.name}-{self.target}" if self.target else self.name


def page(name, target="", *, get=None, post=None, readers=EVERYBODY, args=()):
    methods = {"GET": get, "POST": post}
    return Rule(
        name, target, {verb: who for verb, who in methods.items() if who is not None}, frozenset(readers), args
    )


RULES = [
    page("home", get=EVERYBODY),
    page("moves", get=EVERYBODY),
    page("company", get=EVERYBODY),
    page("search", get=EVERYBODY),
    page("department", "department", get=EVERYBODY),
    page("person", "person", get=EVERYBODY),
    page("people-suggested", get=EVERYBODY),
    page("growth-note", "person", get={"owner", "manager"}),
    page("growth-note-write", "person", get={"owner", "manager"}, post={"owner", "manager"}),
    page("person-hand-over", "person", get=RUNNERS, post=RUNNERS),
    page("profile", get=EVERYBODY, post=EVERYBODY),
    page("profile-mail", get=EVERYBODY, post=EVERYBODY),
    page("profile-tokens", get=EVERYBODY, post=EVERYBODY),
    page("profile-token-revoke", "token", post={"owner"}, readers={"owner"}),
    page("mail-preview", get=EVERYBODY),
    page("mail-preview-body", get=EVERYBODY),
    page("mail-preview-text", get=EVERYBODY),
    page("notifications", get=EVERYBODY),
    page("notification", "notification", get={"contributor"}, readers={"contributor"}),
    page("notifications-read", post=EVERYBODY),
    page("bell", get=EVERYBODY),
    page("cycle-select", "cycle", post=EVERYBODY),
    page("help-settle", "help_request", post={"owner", "contributor"}, readers={"owner", "contributor"}),
    # Conversations
    *[
        page("conversation", target, args=(slug,), get=readers, post=readers - {"viewer"}, readers=readers)
        for slug, target, readers in TALKED_ABOUT
    ],
    page("cheer", "check_in", args=("check-in",), post=WRITERS),
    page("cheer", "restricted", args=("objective",), post=CONCERNED, readers=CONCERNED),
    page("conversation-people", "kpi", args=("kpi",), get=WRITERS),
    page("conversation-people", "restricted", args=("objective",), get=CONCERNED, readers=CONCERNED),
    page("comment-edit", "comment", get={"owner"}, post={"owner"}),
    page("comment-edit", "restricted_comment", get={"owner"}, post={"owner"}, readers=CONCERNED),
    page("comment-remove", "comment", get={"owner"}, post={"owner"}),
    page("comment-versions", "comment", get=EVERYBODY),
    page("comment-versions", "restricted_comment", get=CONCERNED, readers=CONCERNED),
    # Objectives
    page("objective-new", get=WRITERS, post=WRITERS),
    page("objective-similar", get=EVERYBODY),
    page("objectives-suggested", get=EVERYBODY),
    page("key-results-suggested", get=EVERYBODY),
    page("initiatives-suggested", get=EVERYBODY),
    page("objective", "objective", get=EVERYBODY),
    page("objective", "archived", get=EVERYBODY),
    page("objective", "draft", get=CONCERNED, readers=CONCERNED),
    page("objective", "restricted", get=CONCERNED, readers=CONCERNED),
    page("objective-changes", "objective", get=EVERYBODY),
    page("objective-changes", "draft", get=CONCERNED, readers=CONCERNED),
    page("objective-edit", "objective", get=RUNNERS, post=RUNNERS),
    page("objective-edit", "draft", get=CONCERNED, post=CONCERNED, readers=CONCERNED),
    page("objective-publish", "draft", post=RUNNERS, readers=CONCERNED),
    page("objective-propose", "draft", post={"owner"}, readers=CONCERNED),
    page("objective-take-back", "draft", post={"owner"}, readers=CONCERNED),
    page("objective-send-back", "proposed_draft", get=RUNNERS, post=RUNNERS, readers=CONCERNED),
    page("objective-archive", "objective", post=RUNNERS),
    page("objective-restore", "archived", post=RUNNERS),
    page("objective-delete", "draft", get=CONCERNED, post=CONCERNED, readers=CONCERNED),
    page("objective-watch", "objective", post=EVERYBODY),
    page("objective-watch", "restricted", post=CONCERNED, readers=CONCERNED),
    page("objective-status", "objective", get={"owner"}, post={"owner"}),
    page("objective-read", "company_objective", post=EVERYBODY - {"owner"}),
    page("objective-readings", "company_objective", get=MANAGERS),
    # Key results
    page("owner-load", get=WRITERS),
    page("key-result", "key_result", get=EVERYBODY),
    page("key-result-changes", "key_result", get=EVERYBODY),
    page("key-result-edit", "key_result", get=CONCERNED, post=CONCERNED),
    page("key-result-finish", "key_result", get=LINE | {"owner"}, post=LINE | {"owner"}),
    page("key-result-kpis", "key_result", get=EVERYBODY),
    page("key-result-kpi-link", "key_result", get=CONCERNED, post=CONCERNED),
    page("key-result-kpi-remove", "key_result", post=CONCERNED),
    page("key-result-drop", "key_result", get=LINE | {"owner"}, post=LINE | {"owner"}),
    page("key-result-reopen", "key_result", get=LINE | {"owner"}, post=LINE | {"owner"}),
    page("key-result-hand-over", "key_result", get=CONCERNED, post=CONCERNED),
    page("key-result-pause", "key_result", get=LINE | {"owner"}, post=LINE | {"owner"}),
    page("key-result-resume", "key_result", post=LINE | {"owner"}),
    page("key-result-ties", "key_result", get=EVERYBODY),
    page("key-result-tie", "key_result", get=CONCERNED | {"contributor"}, post=CONCERNED | {"contributor"}),
    page("key-result-untie", "key_result", post=CONCERNED | {"contributor"}),
    # Initiatives
    page("initiatives", get=EVERYBODY),
    page("timeline", get=EVERYBODY),
    page("initiative-new", get=WRITERS, post=WRITERS),
    page("initiative", "initiative", get=EVERYBODY),
    page("initiative", "restricted_initiative", get=CONCERNED, readers=CONCERNED),
    page("initiative-edit", "initiative", get=LINE | {"owner"}, post=LINE | {"owner"}),
    page("initiative-move", "initiative", post=LINE | {"owner"}),
    page("initiative-drop", "initiative", get=LINE | {"owner"}, post=LINE | {"owner"}),
    page("initiative-drop", "restricted_initiative", get=LINE | {"owner"}, post=LINE | {"owner"}, readers=CONCERNED),
    page("item-new", "initiative", post=LINE | {"owner"}),
    page("item-tick", "action_item", post=CARRIERS),
    page("my-items", get=EVERYBODY),
    page("item-shift", "action_item", post=LINE | {"owner"}),
    page("item-edit", "action_item", get=LINE | {"owner"}, post=LINE | {"owner"}),
    page("item-remove", "action_item", post=LINE | {"owner"}),
    page("key-result-initiatives", "key_result", get=EVERYBODY),
    page("initiative-kpis", "initiative", get=EVERYBODY),
    page("initiative-kpis", "restricted_initiative", get=CONCERNED, readers=CONCERNED),
    page("initiative-kpis-edit", "initiative", get=LINE | {"owner"}, post=LINE | {"owner"}),
    # Agreements
    page("agreement", "key_result", get=EVERYBODY),
    page("agreement-open", "key_result", post=CONCERNED),
    page("agreement-accept", "proposed", post={"manager", "owner"}),
    page("agreement-counter", "proposed", get={"manager", "owner"}, post={"manager", "owner"}),
    page("agreement-withdraw", "changing", post=CONCERNED),
    # Check-ins
    page("check-in", "key_result", get=CARRIERS, post=CARRIERS),
    page("check-in-preview", "key_result", get=CARRIERS),
    page("check-in-people", "key_result", get=CARRIERS),
    page("check-in-correct", "check_in", get=CARRIERS, post=CARRIERS),
    # KPIs
    page("kpis", get=EVERYBODY),
    page("kpis-suggested", get=EVERYBODY),
    page("kpi-new", get=MANAGERS, post=MANAGERS),
    page("kpi-tree", get=EVERYBODY),
    page("kpi-board", get=EVERYBODY),
    page("kpi-balance", get=EVERYBODY),
    page("kpi-bowler", get=EVERYBODY),
    page("kpi-bowler-export", args=("csv",), post=EVERYBODY),
    page("kpi", "kpi", get=EVERYBODY),
    page("kpi", "restricted_kpi", get=CONCERNED, readers=CONCERNED),
    page("kpi", "archived_kpi", get=EVERYBODY),
    page("kpi-goals", "kpi", get=EVERYBODY),
    page("kpi-goals", "restricted_kpi", get=CONCERNED, readers=CONCERNED),
    page("kpi-background", "kpi", get=EVERYBODY),
    page("kpi-background", "restricted_kpi", get=CONCERNED, readers=CONCERNED),
    page("kpi-edit", "kpi", get=RUNNERS, post=RUNNERS),
    page("kpi-quality", "kpi", get=CONCERNED, post=CONCERNED),
    page("kpi-library", get=EVERYBODY),
    page("kpi-record", "kpi", get=CONCERNED, post=CONCERNED),
    page("kpi-record", "restricted_kpi", get=CONCERNED, post=CONCERNED, readers=CONCERNED),
    page("kpi-targets", "kpi", get=RUNNERS, post=RUNNERS),
    page("kpi-alerts", "kpi", get=RUNNERS, post=RUNNERS),
    page("kpi-watch", "kpi", post=EVERYBODY),
    page("kpi-watch", "restricted_kpi", post=CONCERNED, readers=CONCERNED),
    page("kpi-verify", "kpi", post=CONCERNED),
    page("kpi-archive", "kpi", post=RUNNERS),
    page("kpi-restore", "archived_kpi", post=RUNNERS),
    page("kpi-note-new", "kpi", get=CONCERNED, post=CONCERNED),
    page("kpi-note", "kpi_note", get=CONCERNED, post=CONCERNED),
    page("kpi-note", "restricted_note", get=CONCERNED, post=CONCERNED, readers=CONCERNED),
    page("kpi-note-remove", "kpi_note", post=CONCERNED),
    page("kpi-baseline", "kpi", get=RUNNERS, post=RUNNERS),
    page("kpi-baseline-withdraw", "baseline", post=RUNNERS),
    page("kpi-collect", get=WRITERS, post=WRITERS),
    page("kpi-due", get=WRITERS),
    page("kpi-import", get=WRITERS, post=WRITERS),
    page("kpi-import-check", get=WRITERS, post=WRITERS),
    page("kpi-import-template", args=("csv",), get=WRITERS),
    page("kpi-export", args=("csv",), post=WRITERS),
    # Company settings
    page("settings-company", get=ADMIN, post=ADMIN),
    page("settings-days-off", get=ADMIN, post=ADMIN),
    page("settings-day-off-remove", "day_off", post=ADMIN),
    page("settings-departments", get=ADMIN),
    page("settings-department-new", get=ADMIN, post=ADMIN),
    page("settings-department", "department", get=ADMIN, post=ADMIN),
    page("settings-department-shift", "department", post=ADMIN),
    page("settings-department-delete", "department", get=ADMIN, post=ADMIN),
    page("settings-people", get=ADMIN),
    page("settings-person-new", get=ADMIN, post=ADMIN),
    page("settings-people-invite", post=ADMIN),
    page("settings-person", "person", get=ADMIN, post=ADMIN),
    page("settings-person-invite", "invited", post=ADMIN),
    page("settings-person-revoke", "invited", post=ADMIN),
    page("settings-person-mail-again", "person", post=ADMIN),
    page("settings-person-deactivate", "person", get=ADMIN, post=ADMIN),
    page("settings-person-reactivate", "person", post=ADMIN),
    page("settings-import", get=ADMIN, post=ADMIN),
    page("settings-import-check", get=ADMIN, post=ADMIN),
    page("settings-import-template", args=("people", "csv"), get=ADMIN),
    page("settings-export", args=("people", "csv"), post=ADMIN),
    page("settings-cycles", get=ADMIN),
    page("settings-audit", get=ADMIN),
    page("settings-audit-export", args=("csv",), post=ADMIN),
    page("settings-mail", get=ADMIN),
    page("settings-chat", get=ADMIN),
    page("settings-webhook-new", get=ADMIN, post=ADMIN),
    page("settings-webhook", "webhook", get=ADMIN, post=ADMIN),
    page("settings-webhook-pause", "webhook", post=ADMIN),
    page("settings-webhook-resume", "webhook", post=ADMIN),
    page("settings-webhook-test", "webhook", post=ADMIN),
    page("settings-webhook-remove", "webhook", get=ADMIN, post=ADMIN),
    page("cycle-new", get=ADMIN, post=ADMIN),
    page("cycle-edit", "cycle", get=ADMIN, post=ADMIN),
    page("cycle-move", "cycle", post=ADMIN),
    # Set-up
    page("setup-rhythm", get=ADMIN, post=ADMIN),
    page("setup-departments", get=ADMIN, post=ADMIN),
    page("setup-people", get=ADMIN, post=ADMIN),
    page("setup-cycle", get=ADMIN, post=ADMIN),
    page("setup-done", get=ADMIN, post=ADMIN),
]


def border(rule, method, expected):
    """The weakest to whom it is open, whoever above is refused, and for each answer the mightiest of those below.

    ``expected`` tells the answer of a rule, a method and an actor.
    """
    if method not in rule.methods:
        return ["admin"]
    first = min(BY_MIGHT.index(actor) for actor in rule.methods[method])
    below = {expected(rule, method, actor): actor for actor in BY_MIGHT[:first]}
    above = [actor for actor in BY_MIGHT[first + 1 :] if actor not in rule.methods[method]]
    return [*below.values(), BY_MIGHT[first], *above]


# Open to strangers, each with a test of its own beside those of its package.
PUBLIC = {
    "healthz-detail",
    "invitation",
    "livez",
    "mail-act",
    "mail-link",
    "mail-stop",
    "readyz",
    "set-language",
    "setup",
}

# Pages of the sign-in library: it guards them itself; that they ask who you are is checked here all the same.
SIGN_IN_PUBLIC = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_email_verification_sent",
    "account_reset_password",
    "account_confirm_login_code",
    "account_confirm_email",
    "account_reset_password_from_key_done",
    "account_reset_password_from_key",
    "account_reset_password_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
}
SIGN_IN_PRIVATE = {
    "account_reauthenticate",
    "account_email",
    "account_change_password",
    "account_set_password",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "usersessions_list",
}
