"""An older register of complaints, as a county has it."""

HEAD = "来源系统,原编号,收到日期,类别,办理轨道,涉及单位,查证结果,办结日期"


def row(number: int, day: str, code: str, about: tuple[str, str] = ("", "")) -> str:
    """One old case, concluded in the same month. `code`: matter and track; `about`: school and finding."""
    matter, track = code.split()
    return f"old-register,{number:05d},{day},{matter},{track},{about[0]},{about[1]},{day[:8]}28"
