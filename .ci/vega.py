"""Holds Vega-Lite specifications against the schema that altair ships: vega.py FILE…"""
import json
import pathlib
import sys

import altair
import jsonschema

schema_file = next(pathlib.Path(altair.__file__).parent.glob("vegalite/v6/schema/vega-lite-schema.json"))
schema = json.loads(schema_file.read_text())
validator = jsonschema.validators.validator_for(schema)(schema)
failed = False
for path in sys.argv[1:]:
    specification = json.loads(pathlib.Path(path).read_text())
    errors = sorted(validator.iter_errors(specification), key=lambda error: list(error.path))
    for error in errors:
        worst = jsonschema.exceptions.best_match([error])
        print(f"{path}: {'/'.join(map(str, worst.path))}: {worst.message[:300]}", file=sys.stderr)
    failed = failed or bool(errors)
print(f"{len(sys.argv) - 1} specifications of Vega-Lite {schema_file.parts[-3]}" + (", some not valid" if failed else ", all valid"))
sys.exit(failed)
