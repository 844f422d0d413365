from django.urls import path

from okrapp.setup import founding, steps

urlpatterns = [
    path("", founding.setup, name="setup"),
    path("rhythm/", steps.rhythm, name="setup-rhythm"),
    path("departments/", steps.departments, name="setup-departments"),
    path("people/", steps.people, name="setup-people"),
    path("cycle/", steps.cycle, name="setup-cycle"),
    path("done/", steps.done, name="setup-done"),
]
