"""The exercises of this lesson, in order."""

EXERCISES = ("reparameterise", "kl_to_prior", "elbo", "importance_bound", "train_vae")
