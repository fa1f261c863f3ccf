"""Messages (消息): who is told what waits for them, in the site, by mail and by signed webhooks. It knows no case: rooms above say
who is to be told, and in which sentence. Nobody counts who reads.
"""
