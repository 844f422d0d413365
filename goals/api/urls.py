from django.urls import path

from goals.api import views

urlpatterns = [
    path("cycles", views.CycleList.as_view(), name="api-cycles"),
    path("cycles/<int:pk>", views.CycleDetail.as_view(), name="api-cycle"),
    path("objectives", views.ObjectiveList.as_view(), name="api-objectives"),
    path("objectives/<int:pk>", views.ObjectiveDetail.as_view(), name="api-objective"),
    path("objectives/<int:pk>/publish", views.ObjectivePublish.as_view(), name="api-objective-publish"),
    path("objectives/<int:pk>/archive", views.ObjectiveArchive.as_view(), name="api-objective-archive"),
    path("objectives/<int:pk>/restore", views.ObjectiveRestore.as_view(), name="api-objective-restore"),
    path("key-results", views.KeyResultList.as_view(), name="api-key-results"),
    path("key-results/<int:pk>", views.KeyResultDetail.as_view(), name="api-key-result"),
    path("check-ins", views.CheckInList.as_view(), name="api-check-ins"),
    path("check-ins/<int:pk>", views.CheckInDetail.as_view(), name="api-check-in"),
]
