"""Seeds trained together and replayed CUDA graphs: applied by the engine, same numbers."""
