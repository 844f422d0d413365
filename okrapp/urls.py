from django.urls import include, path

from okrapp import company, department, home, person, search

urlpatterns = [
    path("", home.home, name="home"),
    path("company/", company.company, name="company"),
    path("departments/<int:pk>/", department.department, name="department"),
    path("people/<int:pk>/", person.person, name="person"),
    path("search/", search.search, name="search"),
    path("accounts/", include("allauth.urls")),
    path("", include("people.urls")),
    path("", include("goals.urls")),
    path("", include("notifications.urls")),
]
