"""Processes of ``comply`` that end at any instant, disks that are full at any write, and what must hold afterwards."""
