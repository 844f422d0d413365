"""The company, its departments and its people."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from okrapp.demo.content import read_staff
from people.domain.companies import usual_holidays
from people.models import Company, Department, Role, User

PASSWORD = "midori-demo"  # noqa: S105 -- printed for whoever tries the demo
RHYTHM = ["fiscal_year_start_month", "cadence", "due_weekday", "due_hour", "time_zone"]


@dataclass(frozen=True)
class Staff:
    """The company with its people and departments by key; ``logins`` names those the demo shows off."""

    company: Company
    departments: dict
    people: dict
    logins: dict


def write_staff(language, day):
    """Create the company of the edition with everybody in it, as if it had used the product for a year."""
    content = read_staff(language)
    since = day - timedelta(days=365)
    company = Company.objects.create(
        name=content["name"],
        language=language,
        holidays=usual_holidays(language),
        **{name: content["company"][name] for name in RHYTHM},
    )
    company.created_at = datetime.combine(since, datetime.min.time(), tzinfo=company.zone)
    company.save(update_fields=["created_at"])
    departments = write_departments(company, content["departments"])
    people = write_people(company, content, departments)
    verify_addresses(people.values())
    appoint_managers(content["departments"], departments, people)
    return Staff(company, departments, people, content["logins"])


def write_departments(company, rows):
    written = {"": None}
    for position, row in enumerate(row for row in rows if row["key"]):
        written[row["key"]] = Department.objects.create(
            company=company,
            name=row["name"],
            code=row["key"],
            parent=written[row.get("parent", "")],
            position=position,
        )
    return written


def write_people(company, content, departments):
    password = make_password(PASSWORD)
    roles = {key: role for role, keys in content["roles"].items() for key in keys}
    places = {key: row["key"] for row in content["departments"] for key in row["members"]}
    return {
        key: User.objects.create(
            company=company,
            email=address_of(content, key),
            family_name=names["family"],
            given_name=names["given"],
            furigana=names["furigana"],
            role=roles.get(key, Role.MEMBER),
            department=departments[places[key]],
            language=company.language,
            time_zone=company.time_zone,
            password=password,
            joined_at=company.created_at,
            created_at=company.created_at,
        )
        for key, names in content["people"].items()
    }


def address_of(content, key):
    """The address that a person of the edition signs in with."""
    return f"{content['people'][key]['mail']}@{content['company']['mail_domain']}"


def verify_addresses(people):
    """As if everybody had come by the invitation's link, so that two-step sign-in can be tried."""
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, primary=True, verified=True) for person in people
    )


def appoint_managers(rows, departments, people):
    for row in rows:
        if row["key"]:
            departments[row["key"]].manager = people[row["manager"]]
            departments[row["key"]].save(update_fields=["manager"])
