"""The body of an article: text in, text out.

Nothing here knows of models, requests or settings. Editors' markup comes in through
`vocabulary.sanitise`; `render.render` makes the stored forms; `slots` fills them when they are served.
"""
