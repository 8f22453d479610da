TOUR = ()
