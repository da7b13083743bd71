"""A bundle with every type of fact, and with groups, causes of absence, consent, uses and odd names."""

import placet
from placet import _native
from placet.bundle import read_texts

FACTS = """\
fact,type,unit,allowed,missing,privacy,consent,use,en,zh
age,integer,year,[16..100],no,,,decide,Age,年龄
income,money,EUR,"(0..1000000]","source_down, stale",financial,,decide,Monthly income,月收入
ratio,decimal(4),,[0..10],yes,,,decide,,
wide,number,,,yes,,,decide,,
probability,float,,[0..1],yes,,,decide,,
student,boolean,,,yes,,,decide,,
work,enumeration,,"employee, self_employed, none",yes,,,decide,,
born,date,,[1900-01-01..2026-12-31],yes,,,decide,,
seen,date and time,,,yes,,,retain,,
waited,days and time duration,,,yes,,,monitor,,
stay,years and months duration,,,yes,,,decide,,
tags,list of text,,,yes,,,decide,,
amounts,list of decimal(2),,[0..100],yes,,,decide,,
agrees,boolean,,,no,,,decide,,
bureau.score,integer,points,[300..900],"source_down, stale",credit,agrees,decide,Bureau score,征信评分
bureau.file.age,integer,,,source_down,,agrees,decide,,
device.model,text,,,no,,,retain,,
device.emulator,boolean,,,yes,,,decide,,
class,text,,,yes,,,decide,,
copy,integer,,,yes,,,decide,,
"""
BUNDLE = {
    "bundle.yaml": """\
bundle: host-service
version: 1.2.0
language: 1
currency: EUR
time_zone: Europe/Berlin
flow:
  entry:
    rules:
      missing: pass
      decline:
        YOUNG: age < 18
      refer:
        THIN: bureau.score = null
outputs:
  age: age
  income: income
  ratio: ratio
  wide: wide
  probability: probability
  student: student
  work: work
  born: born
  stay: stay
  tags: tags
  amounts: amounts
  score: bureau.score
  file: bureau.file.age
  emulator: device.emulator
  class: class
  copy: copy
""",
    "facts.csv": FACTS,
    "reasons.csv": "code,tell,en,zh\nYOUNG,yes,Too young,未成年\nTHIN,no,No bureau score,\n",
}

SMALLEST: dict[str, object] = {"age": 30, "agrees": True, "device": {"model": "phone"}}


def host_engine() -> placet.Engine:
    engine, findings = _native.compile(*read_texts(BUNDLE))
    assert engine is not None, _native.render(findings, read_texts(BUNDLE)[0], colour=False)
    return engine
