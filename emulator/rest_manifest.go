package emulator

func manifestRoutes() []route {
	return []route{openOperation("POST app-manifests/{code}/conversions", convertManifest)}
}

// convertManifest answers the app with all its secrets, which are shown only here.
func convertManifest(q *request) (answer, error) {
	if err := q.convert(q.params["code"]); err != nil {
		return answer{}, err
	}
	key, err := q.privateKey()
	if err != nil {
		return answer{}, err
	}
	return createdAnswer(q.appJSON(q.app).with(object{
		"client_secret": q.app.clientSecret, "webhook_secret": textOrNull(q.options.WebhookSecret), "pem": string(key),
	}))
}
