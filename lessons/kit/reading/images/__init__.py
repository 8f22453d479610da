"""Reading the images that learners bring: folders of pictures, MNIST's idx files, NumPy arrays."""
