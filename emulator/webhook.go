package emulator

// object is a JSON object on its way out.
type object map[string]any

func (t *tx) emit(event, action string, org *organization, r *repository, body object) {}
func (t *tx) emitItem(it *item, action string, changes object)                        {}
func fieldChange(f *field, from, to any) object                                       { return nil }
func (v *value) webhook() any                                                         { return nil }
func timeOrNull(t any) any                                                            { return t }

type deliveryLog struct{}
type route struct{}

func (e *Emulator) restRoutes() []route { return nil }
