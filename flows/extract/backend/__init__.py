"""A model beside the rules: asked over a chat endpoint, held to the words of the report, joined field by field."""
