"""Who may do what with people and departments, and who stands above whom. Each rule answers one question."""


def administer(user):
    return user.is_admin


def is_own_department(user, department_id):
    """Whether the department is one of the user's company; None stands for the company itself."""
    return department_id is None or user.company.tree.get(department_id) is not None


def in_line_of_department(user, department_id):
    """Whether the person is the department's manager or one above; where there is none, an administrator."""
    if not is_own_department(user, department_id):
        return False
    line = user.company.tree.manager_line(department_id)
    return user.pk in line if line else user.is_admin


def in_line_of_person(user, person):
    """Whether the user stands in the person's manager line: never themselves; administrators where it is empty."""
    if user.pk == person.pk or user.company_id != person.company_id:
        return False
    line = [manager for manager in user.company.tree.manager_line(person.department_id) if manager != person.pk]
    return user.pk in line if line else user.is_admin


def administers_leaver(user, person):
    """Whether the person has left, and the user is an administrator, who sees to what stands in their name."""
    return user.is_admin and not person.is_active and user.company_id == person.company_id


def hand_over_of(user, person):
    """Whether the user hands over what stands in the person's name: administrators, and their manager line."""
    return not user.is_viewer and (user.is_admin or in_line_of_person(user, person))
