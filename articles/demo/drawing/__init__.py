"""The drawn pictures of the sample site: Pillow only, no fonts but Pillow's own, the same bytes each time.

House look: few colours, one disc of light in every picture (the lantern), hard silhouettes, soft grain.
"""
