"""nginx: a complete nginx.conf: caches, balances, retries as the contracts say."""

from generator.deploy.nginx.target import TARGET as TARGET
