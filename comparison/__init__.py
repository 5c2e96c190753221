"""The read model: frozen questions in, frames with bounds and coverage out; no Streamlit, no Plotly."""
