"""The edge: each adapter speaks for one outside party, through the shims' text-only border."""
