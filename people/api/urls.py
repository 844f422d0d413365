from django.urls import path

from people.api import views

urlpatterns = [
    path("people", views.PersonList.as_view(), name="api-people"),
    path("people/<int:pk>", views.PersonDetail.as_view(), name="api-person"),
    path("departments", views.DepartmentList.as_view(), name="api-departments"),
    path("departments/<int:pk>", views.DepartmentDetail.as_view(), name="api-department"),
]
