"""The rules of AWS's files, one a file, named for what is wrong: AWS1xx of APIs, AWS2xx of
Application Load Balancers, AWS3xx of VPC Lattice."""
