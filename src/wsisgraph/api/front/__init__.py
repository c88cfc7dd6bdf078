"""Between the network and the routes: what is the same for every request, whoever answers it.

    app ← Compression ← Intake ← FairUse ← Hangup ← Entrance ← Connection ← the network

Each layer knows the next one only as an ASGI application. `Connection` is uvicorn's protocol under
limits (`server`); the others are put around the app by `layers.surround`.
"""
