from django.urls import include, path

from okrapp import company, department

urlpatterns = [
    path("company/", company.company, name="company"),
    path("departments/<int:pk>/", department.department, name="department"),
    path("accounts/", include("allauth.urls")),
    path("", include("people.urls")),
    path("", include("goals.urls")),
]
