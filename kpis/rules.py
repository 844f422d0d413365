"""Who may do what with KPIs (product.md §2). Reading is decided by ``Kpi.objects.visible_to``."""

from people.rules import in_line_of_department, is_own_department


def run_department(user, department_id):
    """Whether KPIs of that department (None: of the company itself) are the user's to create and change."""
    if user.is_viewer:
        return False
    if department_id is None:
        return user.is_admin
    return in_line_of_department(user, department_id) or (user.is_admin and is_own_department(user, department_id))


def create_kpi(user):
    """Whether there is any place for which the user may add a KPI."""
    return user.is_admin or (not user.is_viewer and bool(user.managed_department_ids))


def edit_kpi(user, kpi):
    """Change it and its targets; an archived one is brought back first."""
    return kpi.archived_at is None and run_department(user, kpi.department_id)


def archive_or_restore(user, kpi):
    """Either way, so that a double click finds the door still open: the domain does nothing twice."""
    return run_department(user, kpi.department_id)


def record(user, kpi):
    """Enter actuals, also over computed ones: the owner, and those who run the place. What is archived takes none."""
    if kpi.archived_at is not None or user.is_viewer:
        return False
    return kpi.owner_id == user.pk or edit_kpi(user, kpi)


def change_note(user, note):
    """Correct or remove what was pinned to a chart: whoever wrote it, and those who run the place."""
    kpi = note.kpi
    is_own = note.author_id == user.pk and kpi.archived_at is None and not user.is_viewer
    return is_own or edit_kpi(user, kpi)


def withdraw_baseline(user, baseline):
    return edit_kpi(user, baseline.kpi)


def verify_source(user, kpi):
    """Say that the data source is right: whoever enters its actuals. Where that is the owner, the page says so."""
    return record(user, kpi)


def judge_quality(user, kpi):
    """Answer whether it is a good KPI: its owner, and those who run the place."""
    return record(user, kpi)


def record_some(user):
    """Whether there can be KPIs whose actuals are the user's to enter."""
    return not user.is_viewer
