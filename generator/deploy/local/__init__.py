"""local: a program that runs a proxy, two servers of each contract and a client here."""

from generator.deploy.local.target import TARGET as TARGET
