"""Who exists: institutions, sites, rooms, classes, services, prices, licences, life-cycle."""
