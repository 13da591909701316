"""``python -m comply``: the same as the ``comply`` command."""

from .cli.main import main

if __name__ == "__main__":
    main()
