"""How fast lessons train, beside the usual tutorial, gensim, and one seed after the other."""
