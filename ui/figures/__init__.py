"""Figures: a frame of an answer in, a Plotly figure out; no Streamlit, no queries."""
