from rest_framework import serializers

from people.models import Department, User


class PersonSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ["id", "family_name", "given_name", "furigana", "job_title", "role", "department", "is_active"]
        read_only_fields = fields


class DepartmentSerializer(serializers.ModelSerializer):
    class Meta:
        model = Department
        fields = ["id", "name", "code", "parent", "manager", "position"]
        read_only_fields = fields
