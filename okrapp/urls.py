from django.urls import include, path

from okrapp import company, department, person, search

urlpatterns = [
    path("company/", company.company, name="company"),
    path("departments/<int:pk>/", department.department, name="department"),
    path("people/<int:pk>/", person.person, name="person"),
    path("search/", search.search, name="search"),
    path("accounts/", include("allauth.urls")),
    path("", include("people.urls")),
    path("", include("goals.urls")),
]
