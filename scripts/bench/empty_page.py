"""The least a Streamlit page can be, which no page of this stack can go below: a choice and its sentence."""

import streamlit as st

year = st.selectbox("Năm", [str(year) for year in range(2025, 2015, -1)], key="loc_nam")
st.write(f"Năm {year}")
