"""Cases (诉求): the life of a need from found to struck off, and the ledger of who holds it.

Owns the case, its holdings, clocks, edges, requests, replies and askings. Its words: found 发现, screened 甄别, assigned
交办, accepted 签收, handed back 退回, ruled 裁定, escalated 提级, replied 答复, asked 征求意见, confirmed 确认, struck off 销号.
"""
