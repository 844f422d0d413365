from people.models import Company, User


def lock_company(company_id):
    """Lock the company row: administrators, departments and their managers change one after another.

    Call inside a transaction, before reading anything the decision rests on. Keys are not locked, so that
    whoever only names the company in a new row does not wait.
    """
    return Company.objects.select_for_update(no_key=True).get(pk=company_id)


def lock_person(pk):
    """Lock the company, then the person; return the person with the locked company."""
    company = lock_company(User.objects.values_list("company_id", flat=True).get(pk=pk))
    person = User.objects.select_for_update(no_key=True).get(pk=pk)
    person.company = company
    return person
