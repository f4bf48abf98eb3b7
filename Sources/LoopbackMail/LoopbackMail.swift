// LoopbackMail
