"""The version of the reading itself: results carry it, so that an older one can be found and taken through again."""

PIPELINE_VERSION = "0.1.0"
